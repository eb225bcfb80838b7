namespace Kappa.Logs;

/// <summary>The journal file that commits go to: one write and one sync decide a group of them.</summary>
internal sealed class Journal : IDisposable
{
    private readonly LogContext _context;
    private readonly Lock _syncLock = new(); // Keeps the file open while the interval timer syncs it.
    private IFile _file;
    private long _sequence;
    private long _length;
    private long _synced;

    public Journal(LogContext context, long sequence, JournalEncoder checkpoint)
    {
        _context = context;
        _sequence = sequence;
        _file = Begin(checkpoint);
    }

    public long Length => _length;

    /// <summary>Position up to which the file is on stable storage.</summary>
    public long Synced => Volatile.Read(ref _synced);

    public static string Name(long sequence) => sequence.ToString("D20") + ".journal";

    public void Write(ReadOnlySpan<byte> records)
    {
        _file.Write(records, _length);
        _length += records.Length;
    }

    public void Sync()
    {
        lock (_syncLock)
        {
            long length = _length;
            if (length > _synced)
            {
                _file.Sync();
                Volatile.Write(ref _synced, length);
            }
        }
    }

    /// <summary>Begins the next file with a checkpoint; the files before it are deleted once it is durable.</summary>
    public void Roll(JournalEncoder checkpoint)
    {
        lock (_syncLock)
        {
            _file.Dispose();
            _sequence++;
            _file = Begin(checkpoint);
        }
    }

    public void Dispose() => _file.Dispose();

    private IFile Begin(JournalEncoder checkpoint)
    {
        IFile file = _context.Files.Open(Path.Combine(_context.JournalDirectory, Name(_sequence)));
        file.SetLength(0);
        file.Write(checkpoint.Written, 0);
        file.Sync();
        _context.Files.SyncDirectory(_context.JournalDirectory);
        foreach (string name in _context.Files.List(_context.JournalDirectory))
        {
            if (string.CompareOrdinal(name, Name(_sequence)) < 0)
            {
                _context.Files.DeleteFile(Path.Combine(_context.JournalDirectory, name));
            }
        }

        _context.Files.SyncDirectory(_context.JournalDirectory);
        _length = checkpoint.Length;
        Volatile.Write(ref _synced, _length);
        return file;
    }
}
