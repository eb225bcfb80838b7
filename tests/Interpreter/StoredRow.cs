namespace Kappa.Interpreter;

/// <summary>A row of a store.</summary>
/// <param name="Key">The key.</param>
/// <param name="StartMs">Start of the window; 0 where it is no store of windows.</param>
/// <param name="Value">The value.</param>
/// <param name="TimestampMs">Its timestamp.</param>
internal sealed record StoredRow(object Key, long StartMs, object Value, long TimestampMs)
{
    /// <summary>End of the session; 0 where it is no store of sessions.</summary>
    public long EndMs { get; init; }
}
