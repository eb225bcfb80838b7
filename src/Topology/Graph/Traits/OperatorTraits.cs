namespace Kappa.Graph;

/// <summary>What an operator is, for those that plan, build and explain: nobody compares its kind.</summary>
/// <param name="Takes">What comes in, from its first parent.</param>
/// <param name="Gives">What goes out.</param>
/// <param name="Reads">Whether its results hang on every record, or on the last one of each key alone.</param>
/// <param name="Values">Whether it looks at values; where nobody does, they are not even deserialised.</param>
/// <param name="OldValues">Whether it needs to know what a row of a table was before.</param>
/// <param name="Key">Whether a record lies where its key is owned, still.</param>
/// <param name="Timing">What it is called for beside records.</param>
internal readonly record struct OperatorTraits(
    Flow Takes, Flow Gives, Reads Reads, Use Values, Use OldValues, KeyEffect Key, Timing Timing)
{
    /// <summary>Of an operator that makes records of a stream out of one record, whose value it looks at.</summary>
    public static OperatorTraits OfStream { get; } = new(
        Flow.Stream, Flow.Stream, Reads.LastValue, Use.Requires, Use.Ignores, KeyEffect.Keeps, Timing.None);

    /// <summary>Of an operator that makes a row of a table out of one row, if need be the old one too.</summary>
    public static OperatorTraits OfTable { get; } = new(
        Flow.Table, Flow.Table, Reads.LastValue, Use.Requires, Use.Passes, KeyEffect.Keeps, Timing.None);

    /// <summary>Of an operator that folds all records of a key into a row of a table.</summary>
    public static OperatorTraits OfTotals { get; } = new(
        Flow.Stream, Flow.Table, Reads.EveryRecord, Use.Requires, Use.Ignores, KeyEffect.Keeps, Timing.None);
}
