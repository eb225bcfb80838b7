namespace Kappa.Graph;

/// <summary>
/// Reads all partitions of a topic in each task that needs them, so that it holds nothing together: each subtopology
/// behind it has a copy.
/// </summary>
internal interface IGlobalNode : ISourceNode
{
    /// <summary>The store of the table, which queries ask.</summary>
    StoreSpec Table { get; }

    /// <summary>The store of a copy, which is the engine's own.</summary>
    /// <param name="owner">What the subtopology that has it is named for.</param>
    StoreSpec CopyOf(string owner);
}
