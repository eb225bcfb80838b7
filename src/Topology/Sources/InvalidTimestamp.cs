namespace Kappa;

/// <summary>What becomes of a record whose extractor finds no time (a negative one) in it.</summary>
public enum InvalidTimestamp
{
    /// <summary>The topology stops at it (KAP5152), or does what its <c>OnFailure</c> says.</summary>
    Fail,

    /// <summary>It is dropped.</summary>
    Skip,

    /// <summary>
    /// It gets the partition time: the highest time that the extractor has found in the partition so far, which commits
    /// with the rows. Before the first one the topology stops (KAP5152).
    /// </summary>
    UsePartitionTime,
}
