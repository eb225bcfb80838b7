namespace Kappa.Logs.Tests;

/// <summary>Reads and replaces whole files of a file system.</summary>
internal static class Files
{
    public static byte[] Read(IFileSystem files, string path)
    {
        using IFile file = files.Open(path);
        byte[] bytes = new byte[file.Length];
        file.Read(bytes, 0);
        return bytes;
    }

    public static void Replace(IFileSystem files, string path, ReadOnlySpan<byte> bytes)
    {
        using IFile file = files.Open(path);
        file.SetLength(0);
        file.Write(bytes, 0);
        file.Sync();
    }

    /// <summary>The records of the only journal file, without the zeros that are written ahead of them.</summary>
    public static byte[] ReadJournal(IFileSystem files)
    {
        byte[] bytes = Read(files, OnlyJournal(files));
        int end = 0;
        while (JournalDecoder.TryRecord(bytes, end, out ReadOnlySpan<byte> body))
        {
            end += JournalEncoder.PrefixBytes + body.Length;
        }

        return bytes[..end];
    }

    public static string OnlyJournal(IFileSystem files) => "log/journal/" + files.List("log/journal").Single();
}
