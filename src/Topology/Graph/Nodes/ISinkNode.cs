namespace Kappa.Graph;

/// <summary>A node that writes a topic.</summary>
internal interface ISinkNode
{
    string Topic { get; }

    OutputKind Output { get; }
}
