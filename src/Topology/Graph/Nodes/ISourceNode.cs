namespace Kappa.Graph;

/// <summary>A node that reads a topic.</summary>
internal interface ISourceNode
{
    string Topic { get; }
}
