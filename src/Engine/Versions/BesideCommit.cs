using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Commits something with the producer of a version that stands between two runs.</summary>
/// <param name="commit">Appends to the producer and commits it. Where it throws, the version stops.</param>
/// <exception cref="InvalidOperationException">
/// The version has failed: what its failed run has appended would be committed too.
/// </exception>
public delegate void BesideCommit(Action<ILogProducer> commit);
