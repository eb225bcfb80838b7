using Kappa.StreamizHosting;
using Streamiz.Kafka.Net;
using StreamizDescription = Streamiz.Kafka.Net.Stream.Topology;

namespace Kappa;

/// <summary>
/// A version of a topology that is written for Streamiz.Kafka.Net, unchanged: Streamiz' operators and stores compute
/// it, in the order that Kappa records, and what they give is committed by Kappa.
/// </summary>
/// <remarks>
/// <para>
/// Mark the class with <see cref="TopologyAttribute"/>. It is replayed, compared, switched to and queried like any
/// other version (docs/from-streamiz.md). One task computes it, record by record, whatever number of partitions its
/// sources have: it sees them as one partition, in the order of event time.
/// </para>
/// <para>
/// What Streamiz writes to its changelogs are rows of Kappa's stores, and commit with the records that caused them; its
/// own state is a copy in a directory for temporary files, made anew from those rows at each start. So a kill leaves
/// nothing behind that a restart would believe.
/// </para>
/// </remarks>
public abstract class StreamizTopology : ITopology
{
    /// <summary>Describes the computation, as for <c>KafkaStream</c>.</summary>
    /// <returns>A new description at each call: Streamiz changes what it runs.</returns>
    protected abstract StreamizDescription Describe();

    /// <summary>Gives the settings of Streamiz: default serdes, and what operators go by.</summary>
    /// <returns>
    /// New settings at each call. What Kappa owns is set by it, whatever is here: names, threads, commits, directories,
    /// handlers of failures. The default has strings for keys and values.
    /// </returns>
    protected virtual IStreamConfig Configure() => new StreamConfig<
        Streamiz.Kafka.Net.SerDes.StringSerDes, Streamiz.Kafka.Net.SerDes.StringSerDes>();

    /// <summary>Names the types of outputs, where they are to be more to Kappa than bytes.</summary>
    /// <param name="outputs">Takes them; the default names none.</param>
    protected virtual void Declare(StreamizOutputs outputs)
    {
    }

    /// <inheritdoc/>
    /// <exception cref="KappaException">
    /// KAP1120 to KAP1129: it has what cannot be replayed, or types are declared for what it does not have; says what.
    /// </exception>
    public void Build(StreamBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        StreamizPlan plan = Plan();
        var outputs = new StreamizOutputs();
        Declare(outputs);
        if (outputs.Beyond(plan.Outputs.Select(output => output.Topic)).FirstOrDefault() is { } unknown)
        {
            throw StreamizErrors.NoSuchOutput(unknown, plan.Outputs.Select(output => output.Topic));
        }

        StreamizGraph.AddTo(builder, plan, outputs, () => new StreamizSession(Describe(), Configure(), plan));
    }

    private StreamizPlan Plan()
    {
        try
        {
            return StreamizPlan.Of(Describe(), Configure());
        }
        catch (Exception error) when (error is MissingMemberException or TypeLoadException)
        {
            throw StreamizErrors.DoesNotLink(error);
        }
    }
}
