namespace Kappa.Graph;

/// <summary>A node that reads a topic.</summary>
internal interface ISourceNode
{
    string Topic { get; }

    /// <summary>Whether the last record of each key says all; else every record counts.</summary>
    bool IsTable { get; }

    /// <summary>Whether the topic may be compacted: no reader misses what only was the last record of a key.</summary>
    bool NeedsLastOnly { get; }

    /// <summary>How the topic's records are coded, as a store of that name would be.</summary>
    StoreSpec Rows { get; }
}
