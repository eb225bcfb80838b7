namespace Kappa.Worker;

/// <summary>A group, for a reader.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Members">Members at the moment.</param>
/// <param name="Lag">Offsets between what was committed and the last stable offsets, control batches among
/// them.</param>
/// <param name="Offsets">The committed offsets, by topic and partition.</param>
internal sealed record GroupInfo(string Name, int Members, long Lag, IReadOnlyList<GroupOffset> Offsets);
