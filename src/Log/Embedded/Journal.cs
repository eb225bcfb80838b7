namespace Kappa.Logs;

/// <summary>The journal file that commits go to: one write and one sync decide a group of them.</summary>
internal sealed class Journal : IDisposable
{
    private static readonly byte[] Zeros = new byte[256 << 10];

    private readonly LogContext _context;
    private readonly Lock _syncLock = new(); // Keeps the file open while the interval timer syncs it.
    private IFile _file;
    private long _sequence;
    private long _length;

    // Zeros are written up to here: a sync that need not change the file's size takes a third less (86, not 127 us).
    private long _reserved;
    private long _synced;
    private Exception? _failure;

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
        if (_length + records.Length > _reserved)
        {
            Reserve(_file, _length + records.Length);
        }

        _file.Write(records, _length);
        _length += records.Length;
    }

    public void Sync()
    {
        lock (_syncLock)
        {
            if (_failure is not null)
            {
                throw _failure; // The operating system reports an error of fsync once; the next one may succeed.
            }

            long length = _length;
            if (length > _synced)
            {
                SyncFile();
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

    private void SyncFile()
    {
        try
        {
            _file.Sync();
        }
        catch (Exception error)
        {
            _failure = error;
            throw;
        }
    }

    private void Reserve(IFile file, long from)
    {
        int bytes = Math.Min(Zeros.Length, _context.Options.JournalBytes / 64);
        file.Write(Zeros.AsSpan(0, bytes), from);
        _reserved = from + bytes;
    }

    private IFile Begin(JournalEncoder checkpoint)
    {
        IFile file = _context.Files.Open(Path.Combine(_context.JournalDirectory, Name(_sequence)));
        file.SetLength(0);
        file.Write(checkpoint.Written, 0);
        Reserve(file, checkpoint.Length);
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
