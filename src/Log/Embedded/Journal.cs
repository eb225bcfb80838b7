namespace Kappa.Logs;

/// <summary>The journal file that commits go to: one write and one sync decide a group of them.</summary>
/// <remarks>
/// Behind its records it always keeps some room, which on a full disk the next file is written to: topics and records
/// are deleted by beginning a file.
/// </remarks>
internal sealed class Journal : IDisposable
{
    private const int SpareBytes = 64 << 10;

    private static readonly byte[] Zeros = new byte[256 << 10];

    private readonly LogContext _context;
    private readonly Lock _syncLock = new(); // Keeps the file open while the interval timer syncs it.
    private IFile _file;
    private long _sequence;
    private long _length;

    // Zeros are written up to here: a sync that need not change the file's size takes a third less (86, not 127 us).
    private long _reserved;
    private long _writtenTo; // At most, by a write that failed too.
    private long _synced;
    private Exception? _failure;

    /// <param name="context">The log.</param>
    /// <param name="earlier">The files that it was left with.</param>
    /// <param name="checkpoint">What the first file begins with.</param>
    public Journal(LogContext context, JournalFiles earlier, JournalEncoder checkpoint)
    {
        _context = context;
        _sequence = earlier.NextSequence;
        try
        {
            _file = Create(checkpoint);
        }
        catch (NoRoomException)
        {
            earlier.MakeRoom();
            _file = Create(checkpoint);
        }

        DeleteEarlier();
    }

    public long Length => _length;

    /// <summary>Position up to which the file is on stable storage.</summary>
    public long Synced => Volatile.Read(ref _synced);

    public static string Name(long sequence) => sequence.ToString("D20") + ".journal";

    /// <summary>Writes records; where there is no room for them, or for the spare behind them, none is left.</summary>
    public void Write(ReadOnlySpan<byte> records)
    {
        long end = _length + records.Length;
        _writtenTo = end;
        _file.Write(records, _length);
        if (end + Math.Min(SpareBytes, AheadBytes / 2) > _reserved)
        {
            Reserve(end);
        }

        _length = end;
    }

    /// <summary>Takes back records that a full disk has refused, durably: no start may find them.</summary>
    public void TakeBack()
    {
        if (_writtenTo == _length)
        {
            return;
        }

        lock (_syncLock)
        {
            // Zeros over them rather than a shorter file: the room behind the records stays.
            for (long at = _length; at < Math.Min(_writtenTo, _reserved); at += Zeros.Length)
            {
                _file.Write(Zeros.AsSpan(0, (int)Math.Min(Zeros.Length, Math.Min(_writtenTo, _reserved) - at)), at);
            }

            _reserved = Math.Max(_length, _reserved);
            _file.SetLength(_reserved);
            _file.Sync();
            _writtenTo = _length;
        }
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
            IFile earlier = _file;
            long end = _length;
            _sequence++;
            try
            {
                _file = Create(checkpoint);
            }
            catch (NoRoomException)
            {
                earlier.SetLength(end);
                _file = Create(checkpoint);
            }

            earlier.Dispose();
            DeleteEarlier();
        }
    }

    public void Dispose() => _file.Dispose();

    private int AheadBytes => Math.Min(Zeros.Length, _context.Options.JournalBytes / 64);

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

    private void Reserve(long from)
    {
        _file.Write(Zeros.AsSpan(0, AheadBytes), from);
        _reserved = from + AheadBytes;
    }

    /// <summary>Begins a file, durably.</summary>
    private IFile Create(JournalEncoder checkpoint)
    {
        IFile file = _context.Files.Open(Path.Combine(_context.JournalDirectory, Name(_sequence)));
        try
        {
            file.SetLength(0);
            file.Write(checkpoint.Written, 0);
            _reserved = ReserveWhatThereIs(file, checkpoint.Length);
            file.Sync();
            _context.Files.SyncDirectory(_context.JournalDirectory);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _length = _writtenTo = checkpoint.Length;
        Volatile.Write(ref _synced, _length);
        return file;
    }

    private void DeleteEarlier()
    {
        foreach (string name in _context.Files.List(_context.JournalDirectory))
        {
            if (string.CompareOrdinal(name, Name(_sequence)) < 0)
            {
                _context.Files.DeleteFile(Path.Combine(_context.JournalDirectory, name));
            }
        }

        _context.Files.SyncDirectory(_context.JournalDirectory);
        if (_reserved < _length + AheadBytes)
        {
            _reserved = ReserveWhatThereIs(_file, _length); // The earlier file has left some room.
        }
    }

    /// <summary>Writes zeros behind the records, as many as the disk takes.</summary>
    /// <returns>Where they end.</returns>
    private long ReserveWhatThereIs(IFile file, long from)
    {
        try
        {
            file.Write(Zeros.AsSpan(0, AheadBytes), from);
            return from + AheadBytes;
        }
        catch (NoRoomException)
        {
            return Math.Max(from, file.Length);
        }
    }
}
