using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Kappa.Worker;

/// <summary>Writes JSON objects, one a line.</summary>
internal sealed class JsonLineWriter(PipeWriter output) : IAsyncDisposable
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    private readonly Utf8JsonWriter _writer = new(output, AnswerJson.Options);

    /// <summary>Bytes that wait for <see cref="FlushAsync"/>.</summary>
    public long UnflushedBytes { get; private set; }

    /// <summary>Begins the object of a line.</summary>
    public Utf8JsonWriter Begin()
    {
        _writer.Reset();
        _writer.WriteStartObject();
        return _writer;
    }

    public void End()
    {
        _writer.WriteEndObject();
        _writer.Flush();
        UnflushedBytes += _writer.BytesCommitted + NewLine.Length;
        NewLine.CopyTo(output.GetSpan(NewLine.Length));
        output.Advance(NewLine.Length);
    }

    /// <summary>Adds a line that is JSON already.</summary>
    public void Add(ReadOnlySpan<byte> json)
    {
        output.Write(json);
        output.Write(NewLine);
        UnflushedBytes += json.Length + NewLine.Length;
    }

    /// <summary>Hands the lines on, and waits while the reader is slow.</summary>
    /// <returns>False where the reader has gone.</returns>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        UnflushedBytes = 0;
        return !(await output.FlushAsync(cancellationToken)).IsCompleted;
    }

    public ValueTask DisposeAsync()
    {
        _writer.Reset(); // What is not ended must not reach the reader.
        return _writer.DisposeAsync();
    }
}
