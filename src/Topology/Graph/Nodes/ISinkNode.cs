namespace Kappa.Graph;

/// <summary>A node that writes a topic.</summary>
internal interface ISinkNode
{
    string Topic { get; }

    OutputKind Output { get; }

    /// <summary>How the topic's records are coded, as a store of that name would be.</summary>
    StoreSpec Rows { get; }
}
