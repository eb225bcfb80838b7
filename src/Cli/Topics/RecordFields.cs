namespace Kappa.Cli;

/// <summary>The fields of a value that say its key and its timestamp; null where none does.</summary>
internal sealed record RecordFields(string? Key, string? Timestamp)
{
    /// <summary>None: lines are envelopes.</summary>
    public static RecordFields None { get; } = new(null, null);
}
