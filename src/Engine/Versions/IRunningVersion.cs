namespace Kappa.Engine;

/// <summary>A version of a topology that runs, and what those around it may ask it for.</summary>
/// <remarks>
/// All that a replay, a comparison and a cutover know of an engine: whoever keeps to it can run a version beside those
/// of <see cref="StreamEngine"/>. One thread at a time calls <see cref="RunOnce"/> or <see cref="RunAsync"/>; the rest
/// may come from any thread, and disposing it ends whichever runs.
/// </remarks>
public interface IRunningVersion : IDisposable
{
    /// <summary>What it runs.</summary>
    Topology Topology { get; }

    /// <summary>The instance's name, <c>topology.vN.iK</c>; all that it owns begins with it.</summary>
    string Instance { get; }

    /// <summary>Number of the instance, from 1: the K of its name.</summary>
    int InstanceNumber { get; }

    /// <summary>What it is to its topology, for as long as it is open.</summary>
    EngineRole Role { get; }

    /// <summary>Where it stands as of its last commit; never waits for the log.</summary>
    EngineStatus Status { get; }

    /// <summary>How far it is behind its sources, which the log has to be asked for.</summary>
    IVersionLag Lag { get; }

    /// <summary>How long live runs take; a shadow measures nothing.</summary>
    LatencyMeter Latency { get; }

    /// <summary>What it has done, for metrics; never waits for it.</summary>
    EngineMeasures Measures => EngineMeasures.None;

    /// <summary>Records taken in since it was opened, those of a run in progress included.</summary>
    long RecordsProcessed { get; }

    /// <summary>Whether the last run took up all that there was.</summary>
    bool IsCaughtUp { get; }

    /// <summary>The outputs, ordered by topic.</summary>
    IReadOnlyList<OutputInfo> Outputs { get; }

    /// <summary>The stores that can be queried, ordered by name.</summary>
    IReadOnlyList<StoreInfo> Stores { get; }

    /// <summary>Follows: takes up the next slices and commits them, if there are any.</summary>
    /// <returns>False where nothing was there to do.</returns>
    /// <exception cref="KappaException">The version stopped at its last committed cut; dispose it.</exception>
    bool RunOnce();

    /// <summary>Runs until cancelled or disposed, on a thread of its own, waiting for new records.</summary>
    /// <param name="cancellationToken">Stops after the run in progress; the task then ends without an error.</param>
    /// <returns>Faults with the error that stopped the version, or the log.</returns>
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Waits for a run in progress and takes what is committed: stores, ends of outputs, at one cut.</summary>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    EngineCheckpoint Checkpoint();

    /// <summary>
    /// Lets it stand at a cut, once, and takes what is committed there; meanwhile it goes on by itself.
    /// </summary>
    /// <param name="choose">
    /// Names the cut while it stands between two runs; not before the one that it has committed.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Faults with the error that stops the version, and is cancelled where its run is stopped.</returns>
    /// <exception cref="InvalidOperationException">
    /// The cut lies before the committed one, or behind the last one that it takes up.
    /// </exception>
    Task<EngineCheckpoint> CheckpointAtAsync(Func<long> choose, CancellationToken cancellationToken);

    /// <summary>Opens a view of a store for queries; committed state only.</summary>
    /// <param name="store">Name of the store.</param>
    /// <exception cref="KappaException">KAP6101 (exit 3): no such store; the message names the nearest.</exception>
    IStoreView OpenStore(string store);

    /// <summary>Opens views of all stores, all as of one committed cut.</summary>
    /// <returns>The views, which the caller disposes together.</returns>
    StoreViews OpenStores();

    /// <summary>
    /// Does something on the caller's thread while the version stands between two runs, and lets it commit with the
    /// version's own producer: nothing is committed in between, and a version that was fenced meanwhile commits none of
    /// it.
    /// </summary>
    /// <param name="work">Is given the way to commit, which is of use until it returns.</param>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    T CommitBeside<T>(Func<BesideCommit, T> work);
}
