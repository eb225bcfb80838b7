namespace Kappa.Logs;

/// <summary>A journal file as recovery reads it.</summary>
internal sealed record JournalFile(string Path, byte[] Bytes);
