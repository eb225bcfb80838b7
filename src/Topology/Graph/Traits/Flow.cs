namespace Kappa.Graph;

/// <summary>What goes along an edge of the graph.</summary>
internal enum Flow
{
    /// <summary>Nothing: before a source, behind an output.</summary>
    None,

    /// <summary>Records.</summary>
    Stream,

    /// <summary>Updates of rows.</summary>
    Table,
}
