using Streamiz.Kafka.Net.Stream;
using Streamiz.Kafka.Net.Table;
using StreamizBuilder = Streamiz.Kafka.Net.StreamBuilder;
using StreamizDescription = Streamiz.Kafka.Net.Stream.Topology;

namespace Kappa.StreamizHosting.Tests;

/// <summary>Counts by key, and by value: the second behind a re-key.</summary>
[Topology("word-counts", Version = 1)]
internal sealed class WordCounts : StreamizTopology
{
    protected override StreamizDescription Describe()
    {
        var builder = new StreamizBuilder();
        IKStream<string, string> words = builder.Stream<string, string>("words");
        words.GroupByKey().Count(InMemory.As<string, long>("by-key"))
            .ToStream().MapValues((_, count, _) => $"{count}").To("counts");
        words.GroupBy((_, word, _) => word).Count(RocksDb.As<string, long>("by-word"))
            .ToStream().MapValues((_, count, _) => $"{count}").To("word-counts");
        return builder.Build();
    }
}
