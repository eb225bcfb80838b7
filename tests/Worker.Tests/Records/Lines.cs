using System.IO.Pipelines;
using System.Text;
using Kappa.Logs;

namespace Kappa.Worker.Tests;

/// <summary>Lines into and out of a topic.</summary>
internal static class Lines
{
    public static PipeReader Input(string text) => PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    public static async Task<ProduceResult> ProduceAsync(ILog log, string topic, string text, string? keyField = null)
    {
        using var ingest = new RecordIngest(
            log, log.Find(topic)!, new RecordFields(keyField, null), TimeProvider.System, commitAtPauses: false);
        return await ingest.RunAsync(Input(text), CancellationToken.None);
    }

    public static async Task<string[]> ConsumeAsync(ILog log, string topic, string from = "zero", int? partition = null)
    {
        using var reader = new TopicReader(
            log, new RecordQuery(topic, partition, StartPoint.Parse(from), Limit: null, Follow: false));
        using var output = new MemoryStream();
        PipeWriter writer = PipeWriter.Create(output, new StreamPipeWriterOptions(leaveOpen: true));
        await reader.CopyToAsync(writer, CancellationToken.None);
        await writer.CompleteAsync();
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
