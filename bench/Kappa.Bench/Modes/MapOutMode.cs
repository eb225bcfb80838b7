using System.Buffers;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>As <see cref="MapMode"/>, to a topic, in which every record has its place.</summary>
internal sealed class MapOutMode(BenchSite site, BenchOptions options) : RecordsMode(site, options)
{
    private int _runs;

    private string Output => $"mapped-{_runs}"; // Another one for the second of two runs.

    public override void Build(StreamBuilder builder)
    {
        _runs++;
        Site.Log.Admin.CreateTopic(
            Site.OutputPrefix + Output, new TopicSettings { Partitions = Options.Partitions });
        Stream(builder).Filter((_, other) => other.Low % 10 != 0).MapValues(other => (long)other.Low)
            .To(Output, Produced.With(Keys, Serdes.Int64));
    }

    public override long Wrong(StreamEngine engine)
    {
        TopicContent[] expected = [.. Generator.Contents.Select(_ => new TopicContent())];
        var key = new ArrayBufferWriter<byte>();
        var value = new ArrayBufferWriter<byte>();
        foreach (BenchRecord record in Generator.Draw().Where(record => record.Other % 10 != 0))
        {
            key.ResetWrittenCount();
            value.ResetWrittenCount();
            Keys.Serialize(BenchKey.Of(record.Key), key);
            Serdes.Int64.Serialize(record.Other, value);
            expected[KeyPartitioner.Partition(key.WrittenSpan, expected.Length)].Add(
                record.TimestampMs, key.WrittenSpan, value.WrittenSpan);
        }

        return TopicContent.Wrong(Site.Log, Site.OutputPrefix + Output, expected);
    }
}
