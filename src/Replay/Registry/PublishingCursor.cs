namespace Kappa.Replay;

/// <summary>Where the publishing of a difference stands: everything up to a key is done.</summary>
/// <param name="Topic">The output.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Key">The last key that is done; empty for none.</param>
public sealed record PublishingCursor(string Topic, int Partition, byte[] Key);
