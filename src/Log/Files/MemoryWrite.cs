namespace Kappa.Logs;

/// <summary>A write, or a change of length, that a power cut may still undo.</summary>
internal readonly record struct MemoryWrite(long Position, byte[] Bytes, long? NewLength);
