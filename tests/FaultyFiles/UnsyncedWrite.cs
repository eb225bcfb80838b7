namespace Kappa.Tests;

/// <summary>A write, or a change of length, that a power cut may still undo.</summary>
internal readonly record struct UnsyncedWrite(long Position, byte[] Bytes, long? NewLength);
