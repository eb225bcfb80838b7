namespace Kappa.StreamizHosting;

/// <summary>Sends the records of a source topic, those without a key too, to the task that runs Streamiz.</summary>
internal sealed class HandingProcessor(string topic) : IProcessor<byte[], byte[], int, HandedRecord>
{
    private IProcessorContext<int, HandedRecord>? _context;

    public void Init(IProcessorContext<int, HandedRecord> context) => _context = context;

    public void Process(in Record<byte[], byte[]> record) => _context!.Forward(StreamizGraph.Handed(new HandedRecord(
        topic, record.HasKey ? record.Key : null, record.HasValue ? record.Value : null, record.TimestampMs)));
}
