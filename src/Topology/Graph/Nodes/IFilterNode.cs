namespace Kappa.Graph;

/// <summary>A node that leaves rows of a table out, and needs old values to see which were out before.</summary>
internal interface IFilterNode;
