namespace Kappa.Replay;

/// <summary>What a cutover may do, and who asks for it.</summary>
public sealed record CutoverOptions
{
    /// <summary>Most differences, as a share of the keys of all table outputs, 0 to 1; null for any.</summary>
    public double? MostDifferences { get; init; }

    /// <summary>Most records that the new version may be behind.</summary>
    /// <value>The default is 10,000: some milliseconds of work.</value>
    public long MostLag { get; init; } = 10_000;

    /// <summary>
    /// Whether keys that only a topic has are deleted though the new version has not read the whole history.
    /// </summary>
    public bool DeletesMissing { get; init; }

    /// <summary>How long the old version shadows on, so that there is a way back.</summary>
    /// <value>The default is 24 hours.</value>
    public TimeSpan Keep { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Whether it takes an earlier one back.</summary>
    internal bool IsRollback { get; init; }

    /// <summary>Who asks for it.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}
