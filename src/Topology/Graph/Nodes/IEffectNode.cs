namespace Kappa.Graph;

/// <summary>A node that gives nothing but effects outside, which versions beside the live one do not have.</summary>
internal interface IEffectNode;
