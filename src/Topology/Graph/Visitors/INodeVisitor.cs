namespace Kappa.Graph;

/// <summary>
/// Meets every kind of node with its types, a visitor for each family: how the engine builds generic code without
/// reflection.
/// </summary>
internal interface INodeVisitor
{
    /// <summary>Meets what reads topics.</summary>
    ISourceVisitor Sources { get; }

    /// <summary>Meets what makes records of a stream out of records of a stream.</summary>
    IStreamVisitor Streams { get; }

    /// <summary>Meets what makes tables, or comes out of them.</summary>
    ITableVisitor Tables { get; }

    /// <summary>Meets what works by windows of time.</summary>
    IWindowVisitor Windows { get; }

    /// <summary>Meets joins.</summary>
    IJoinVisitor Joins { get; }

    /// <summary>Meets what records leave a task by.</summary>
    IEdgeVisitor Edges { get; }
}
