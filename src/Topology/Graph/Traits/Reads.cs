namespace Kappa.Graph;

/// <summary>What the results of an operator hang on; so what compaction of a source does to them.</summary>
internal enum Reads
{
    /// <summary>Every record counts: without those that compaction took, results differ.</summary>
    EveryRecord,

    /// <summary>
    /// It looks at one record, or comes to the same table from the last value of each key alone.
    /// </summary>
    LastValue,
}
