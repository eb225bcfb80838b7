namespace Kappa.Graph;

/// <summary>A node that cuts the graph in two subtopologies.</summary>
internal interface IExchangeNode;
