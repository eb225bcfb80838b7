namespace Kappa.Worker;

/// <summary>What a line is, and which of its fields say key and timestamp; null where none does.</summary>
/// <param name="Key">The field of the value that is the key.</param>
/// <param name="Timestamp">The field of the value that is its time.</param>
/// <param name="AreValues">Whether lines are values though no field is named: without a key, of now.</param>
internal sealed record RecordFields(string? Key, string? Timestamp, bool AreValues = false)
{
    /// <summary>Lines are envelopes.</summary>
    public static RecordFields None { get; } = new(null, null);

    /// <summary>Whether a line has key, value, timestamp and headers in fields of its own.</summary>
    public bool AreEnvelopes => !AreValues && Key is null && Timestamp is null;
}
