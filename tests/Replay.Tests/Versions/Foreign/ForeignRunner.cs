using System.Collections.Concurrent;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>
/// Runs versions of <see cref="Totals"/> without any engine: each joins values by a function of its number. What it has
/// committed it keeps in memory, as its cuts.
/// </summary>
internal sealed class ForeignRunner : IVersionRunner
{
    private readonly ConcurrentDictionary<string, ForeignState> _committed = new();
    private ForeignCuts? _cuts;

    /// <summary>All that were opened, in this order.</summary>
    public ConcurrentQueue<string> Opened { get; } = new();

    /// <summary>The second version says everything louder.</summary>
    public static string Join(int version, string total, string value) =>
        total + (version == 1 ? value : value.ToUpperInvariant());

    public IRunningVersion Open(Topology topology, ILog log, EngineSettings settings)
    {
        InstancePlan plan = Plan(topology, log, settings);
        Opened.Enqueue($"{plan.Instance} {settings.Role.GetType().Name}");
        return new ForeignVersion(topology, log, settings, this, plan);
    }

    public InstancePlan Plan(Topology topology, ILog log, EngineSettings settings)
    {
        string instance = $"{topology.Name}.v{topology.Version}.i{settings.Instance}";
        var output = new OutputInfo(Totals.Output, true, "string", "string", VersionsFixture.Partitions);
        return new InstancePlan(
            instance, [new SourceTopic(Totals.Input, VersionsFixture.Partitions)],
            [new StorePlan(ForeignVersion.Store, $"{instance}.none")],
            [new OutputPlan(
                output, settings.Role is LiveRole ? Totals.Output : $"{instance}.{Totals.Output}.image")]);
    }

    public ICutHistory Cuts(ILog log, string topology) => _cuts ??= new ForeignCuts(log, topology);

    public Cut? CommittedCut(ILog log, string instance) => _committed.GetValueOrDefault(instance)?.Cut;

    public ForeignState StateOf(string instance) => _committed.GetValueOrDefault(instance) ?? ForeignState.Empty;

    public void Commit(string instance, ForeignState state) => _committed[instance] = state;
}
