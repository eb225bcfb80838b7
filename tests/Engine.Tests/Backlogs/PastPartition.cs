namespace Kappa.Engine.Tests;

/// <summary>A partition of a made-up history.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its number.</param>
/// <param name="Records">Its records in the order of their offsets.</param>
/// <param name="StageEnds">
/// How many of them are there when each stage begins: all cuts over one stage are made before the next one is written.
/// </param>
internal sealed record PastPartition(string Topic, int Partition, PastRecord[] Records, int[] StageEnds);
