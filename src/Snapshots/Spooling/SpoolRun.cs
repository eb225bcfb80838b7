using System.Buffers.Binary;

namespace Kappa.Snapshots;

/// <summary>
/// A run of sorted rows: length of key and value, place, key, value; lengths and place little-endian.
/// </summary>
internal sealed class SpoolRun : ISortedRows
{
    private const int HeaderBytes = 16;
    private const int WriteBytes = 1 << 20;

    private readonly IRunBytes _bytes;
    private byte[] _buffer;
    private int _next;
    private int _end;
    private int _key;
    private int _keyLength;
    private int _valueLength;
    private ulong _prefix; // Of the key.

    /// <param name="bytes">Gives its bytes; it goes with the run.</param>
    /// <param name="bufferBytes">Bytes to read at a time; a longer row takes more.</param>
    public SpoolRun(IRunBytes bytes, int bufferBytes) =>
        (_bytes, _buffer) = (bytes, GC.AllocateUninitializedArray<byte>(bufferBytes));

    public ReadOnlySpan<byte> Key => _buffer.AsSpan(_key, _keyLength);

    public ReadOnlySpan<byte> Value => _buffer.AsSpan(_key + _keyLength, _valueLength);

    public long Place { get; private set; }

    /// <summary>Whether no row is left.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Whether its row comes before that of another run; at its end none does.</summary>
    public bool IsBefore(SpoolRun other)
    {
        if (IsAtEnd || other.IsAtEnd)
        {
            return !IsAtEnd;
        }

        if (_prefix != other._prefix)
        {
            return _prefix < other._prefix;
        }

        int order = Key.SequenceCompareTo(other.Key);
        return order != 0 ? order < 0 : Place < other.Place;
    }

    /// <summary>Adds a row to bytes that are going to be a run.</summary>
    public static void Append(RowBytes run, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long place)
    {
        Begin(run, key, value.Length, place);
        run.Add(value);
    }

    /// <summary>Adds a row, all but its value.</summary>
    public static void Begin(RowBytes run, ReadOnlySpan<byte> key, int valueLength, long place)
    {
        Span<byte> header = run.Reserve(HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(header, key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], valueLength);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], place);
        run.Advance(HeaderBytes);
        run.Add(key);
    }

    /// <summary>Writes a file.</summary>
    public static void Write(string path, MemoryRows rows)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var buffer = new RowBytes();
        while (rows.MoveNext())
        {
            Append(buffer, rows.Key, rows.Value, rows.Place);
            if (buffer.Length >= WriteBytes)
            {
                file.Write(buffer.Written);
                buffer.Clear();
            }
        }

        file.Write(buffer.Written);
    }

    public bool MoveNext()
    {
        if (!Fill(HeaderBytes))
        {
            IsAtEnd = true;
            return false;
        }

        ReadOnlySpan<byte> header = _buffer.AsSpan(_next);
        _keyLength = BinaryPrimitives.ReadInt32LittleEndian(header);
        _valueLength = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        Place = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        if (!Fill(checked(HeaderBytes + _keyLength + _valueLength)))
        {
            throw new EndOfStreamException("A run ends amid a row, which this process has written whole.");
        }

        _key = _next + HeaderBytes;
        _next = _key + _keyLength + _valueLength;
        _prefix = SpoolSort.PrefixOf(Key);
        return true;
    }

    public void Dispose() => _bytes.Dispose();

    /// <summary>Brings so many bytes into the buffer.</summary>
    private bool Fill(int length)
    {
        if (_end - _next >= length)
        {
            return true;
        }

        _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
        (_next, _end) = (0, _end - _next);
        if (_buffer.Length < length)
        {
            Array.Resize(ref _buffer, length);
        }

        while (_end < length)
        {
            int read = _bytes.Read(_buffer.AsSpan(_end));
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
