namespace Kappa.Engine;

/// <summary>A record of an added source whose timestamp lies far beyond those behind it.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="TurnMs">The time whose turn it takes, milliseconds since 1970.</param>
internal readonly record struct OutOfPlaceRecord(int Partition, long Offset, long TurnMs);
