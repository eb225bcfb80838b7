namespace Kappa.Engine;

/// <summary>The seam for scheduling: runs the tasks of a phase, in any order and on any threads.</summary>
/// <remarks>No result may depend on what an implementation does: that is what a seeded one proves.</remarks>
public interface IPhaseScheduler : IDisposable
{
    /// <summary>Runs work items and returns when all are done.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="work">
    /// Called once with each number below <paramref name="count"/>; kept, so that nothing is allocated.
    /// </param>
    /// <exception cref="AggregateException">Items threw; all others have run.</exception>
    void Run(int count, Action<int> work);
}
