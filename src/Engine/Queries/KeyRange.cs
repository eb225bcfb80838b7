namespace Kappa.Engine;

/// <summary>Which rows of a store are asked for. In a store of windows, a key stands for all its windows.</summary>
public sealed record KeyRange
{
    /// <summary>Only keys whose text begins so (text keys only); null for all.</summary>
    public string? Prefix { get; init; }

    /// <summary>The first key, inclusive; null for the beginning.</summary>
    public string? From { get; init; }

    /// <summary>The last key, inclusive; null for the end.</summary>
    public string? To { get; init; }

    /// <summary>Only rows behind the one that has this key, in the direction: to go on where a page ended.</summary>
    public string? After { get; init; }

    /// <summary>From the last row to the first.</summary>
    public bool Backward { get; init; }
}
