using System.Globalization;
using System.Text;

namespace Kappa.Engine;

/// <summary>
/// What one engine runs of an instance that is divided among workers: the tasks of one phase that a worker owns, or
/// those that make the cuts, which are none.
/// </summary>
/// <remarks>
/// A share stands at a cut of its own, commits by itself, and follows the shares of earlier phases through lanes that
/// are topics (docs/protocols.md, 12): they commit first.
/// </remarks>
/// <param name="Division">What all shares of the instance agree on.</param>
/// <param name="Worker">Number of the worker, from 0.</param>
/// <param name="Phase">The phase of its tasks; -1 for the share that makes the cuts.</param>
internal sealed record TaskShare(Division Division, int Worker, int Phase)
{
    private const int Cuts = -1;

    /// <summary>Its name among those of the instance.</summary>
    public string Name => MakesCuts ? "cuts" : string.Create(CultureInfo.InvariantCulture, $"w{Worker}.p{Phase}");

    /// <summary>Whether it makes the cuts of a live instance, and has no tasks.</summary>
    public bool MakesCuts => Phase == Cuts;

    /// <summary>The share that makes the cuts.</summary>
    public static TaskShare Sequencer(Division division) => new(division, 0, Cuts);

    /// <summary>The name that it fences and is fenced by.</summary>
    public string WriterOf(string instance) => $"{instance}.{Name}";

    /// <summary>Key of its positions in the positions topic.</summary>
    public byte[] Key() => Encoding.UTF8.GetBytes($"position {Name}");

    public bool Owns(TaskPlan plan, TaskId task) => !MakesCuts && Division.Workers[task] == Worker
        && plan.Topology.Graph.Subtopologies[task.Subtopology].Phase == Phase;
}
