using StreamizBuilder = Streamiz.Kafka.Net.StreamBuilder;
using StreamizDescription = Streamiz.Kafka.Net.Stream.Topology;

namespace Kappa.StreamizHosting.Tests;

/// <summary>A topology of Streamiz that a function describes; its output is of texts.</summary>
internal sealed class LambdaTopology(Action<StreamizBuilder> describe) : StreamizTopology
{
    public const string Output = "out";

    /// <summary>Builds a topology of it.</summary>
    public static Topology Of(Action<StreamizBuilder> describe, string name = "lambda")
    {
        var builder = new StreamBuilder();
        new LambdaTopology(describe).Build(builder);
        return builder.Build(name, 1);
    }

    protected override void Declare(StreamizOutputs outputs) => outputs.Add(Output, Serdes.String, Serdes.String);

    protected override StreamizDescription Describe()
    {
        var builder = new StreamizBuilder();
        describe(builder);
        return builder.Build();
    }
}
