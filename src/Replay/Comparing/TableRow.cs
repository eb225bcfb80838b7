using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>A row of a compared table.</summary>
/// <param name="Row">Its bytes.</param>
/// <param name="Partition">
/// The partition of the topic that it lies in; 0 in a store, whose rows lie where they may.
/// </param>
internal readonly record struct TableRow(StoreRow Row, int Partition);
