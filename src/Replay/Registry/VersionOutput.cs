namespace Kappa.Replay;

/// <summary>An output of a version, as the registry remembers it.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="IsTable">Whether it is a table output.</param>
/// <param name="KeyType">How keys are coded.</param>
public sealed record VersionOutput(string Topic, bool IsTable, string KeyType);
