namespace Kappa.Graph;

/// <summary>A setting of an operator, as the fingerprint and the description have it.</summary>
internal readonly record struct Setting(string Name, string Value);
