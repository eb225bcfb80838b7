using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Cuts a JSON array into its objects; in memory is one of them, and what was read with it.</summary>
internal sealed class JsonArrayReader
{
    private readonly ArrayBufferWriter<byte> _row = new();
    private JsonReaderState _state;
    private long _rows;
    private bool _hasEnded;

    private JsonArrayReader()
    {
    }

    /// <summary>Reads to the end of the stream.</summary>
    /// <exception cref="RecordLineException">KAP6206: it ends too early, or something in it is no object.</exception>
    public static async Task ReadAsync(PipeReader input, ILineSink sink, CancellationToken cancellationToken)
    {
        var array = new JsonArrayReader();
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancellationToken);
            SequencePosition consumed = array.Take(read.Buffer, read.IsCompleted, sink);
            input.AdvanceTo(consumed, read.Buffer.End);
            await sink.PauseAsync(cancellationToken);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private SequencePosition Take(ReadOnlySequence<byte> buffer, bool isLast, ILineSink sink)
    {
        try
        {
            SequencePosition consumed = TakeRows(buffer, sink);
            if (buffer.Slice(consumed).Length > LineReader.MaxLineBytes)
            {
                throw RecordErrors.LineTooLong(_rows + 1, LineReader.MaxLineBytes);
            }

            return !isLast || _hasEnded ? consumed
                : throw RecordErrors.BrokenLine(_rows + 1, "is not whole: the file ends before its array does.");
        }
        catch (JsonException error)
        {
            int at = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw RecordErrors.BrokenLine(
                _rows + 1, $"is not JSON: {(at < 0 ? error.Message : error.Message[..at])}");
        }
    }

    private SequencePosition TakeRows(ReadOnlySequence<byte> buffer, ILineSink sink)
    {
        var reader = new Utf8JsonReader(buffer, isFinalBlock: false, _state);
        SequencePosition consumed = buffer.Start;
        while (reader.Read())
        {
            if (reader.CurrentDepth == 0)
            {
                _hasEnded = reader.TokenType == JsonTokenType.EndArray;
            }
            else
            {
                long start = reader.TokenStartIndex;
                bool isObject = reader.TokenType == JsonTokenType.StartObject;
                if (!isObject)
                {
                    throw RecordErrors.BrokenLine(_rows + 1, "is JSON, but no object.");
                }

                if (!reader.TrySkip())
                {
                    return consumed; // The rest of it is yet to come; it is read again then, from its start.
                }

                Add(sink, buffer.Slice(start, reader.BytesConsumed - start));
            }

            (_state, consumed) = (reader.CurrentState, reader.Position);
        }

        return consumed;
    }

    private void Add(ILineSink sink, ReadOnlySequence<byte> row)
    {
        _rows++;
        if (row.IsSingleSegment)
        {
            sink.Add(_rows, row.FirstSpan);
            return;
        }

        _row.ResetWrittenCount();
        foreach (ReadOnlyMemory<byte> segment in row)
        {
            _row.Write(segment.Span);
        }

        sink.Add(_rows, _row.WrittenSpan);
    }
}
