using Kappa.Engine;

namespace Kappa.Bench;

/// <summary>One thing that is measured: its input, its topology, and a plain model that knows the results.</summary>
internal abstract class BenchMode(BenchSite site, BenchOptions options)
{
    protected const string Store = "results";

    protected static readonly BenchKeySerde Keys = new();

    protected BenchSite Site { get; } = site;

    protected BenchOptions Options { get; } = options;

    /// <summary>The topic that the bare reader reads.</summary>
    public abstract (string Topic, TopicContent[] Contents) Input { get; }

    /// <summary>Every topic that the topology reads.</summary>
    public virtual IReadOnlyList<string> Topics => [Input.Topic];

    /// <summary>Records in all of them.</summary>
    public virtual long Records => Options.Records;

    /// <summary>Writes them.</summary>
    public abstract void Fill();

    /// <summary>Describes the topology; what it counted before is forgotten.</summary>
    public abstract void Build(StreamBuilder builder);

    /// <summary>Results that are wrong, of the engine that ran what was built last.</summary>
    public abstract long Wrong(StreamEngine engine);
}
