using Kappa.Snapshots;

namespace Kappa.Worker;

/// <summary>How far a snapshot is.</summary>
/// <param name="Running">The step that it is at; null where none is applied.</param>
internal sealed record SnapshotProgressAnswer(SnapshotStep? Running);
