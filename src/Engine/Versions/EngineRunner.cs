using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Runs versions in this process, each by a <see cref="StreamEngine"/>.</summary>
public sealed class EngineRunner : IVersionRunner
{
    private EngineRunner()
    {
    }

    /// <summary>The only one: it keeps nothing.</summary>
    public static EngineRunner Instance { get; } = new();

    /// <inheritdoc/>
    public IRunningVersion Open(Topology topology, ILog log, EngineSettings settings) =>
        StreamEngine.Open(topology, log, settings);

    /// <inheritdoc/>
    public InstancePlan Plan(Topology topology, ILog log, EngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(settings);
        TaskPlan plan = TaskPlan.Make(topology, InstanceName.Of(topology, settings.Instance).ToString(), log);
        return new InstancePlan(
            plan.Instance,
            plan.Sources,
            [.. plan.Stores.Select(store => new StorePlan(store.Info, plan.ChangelogOf(store.Spec.Name)))],
            [.. plan.Outputs.Select(output => new OutputPlan(
                output, settings.Role.TopicOf(plan.Instance, output.Topic, output.IsTable)))]);
    }

    /// <inheritdoc/>
    public ICutHistory Cuts(ILog log, string topology) => new TopologyCuts(log, topology);

    /// <inheritdoc/>
    public Cut? CommittedCut(ILog log, string instance)
    {
        ArgumentNullException.ThrowIfNull(log);
        return PositionLog.ReadLast(log, instance)?.Cut;
    }
}
