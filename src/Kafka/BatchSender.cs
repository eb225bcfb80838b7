using System.Runtime.InteropServices;

namespace Kappa.Kafka;

/// <summary>Hands the records of a batch over to librdkafka, which copies them; no object for each.</summary>
internal sealed unsafe class BatchSender
{
    private const int MostFields = 8;
    private const int CopyFlag = 2; // RD_KAFKA_MSG_F_COPY

    private readonly RdKafkaField[] _fields = new RdKafkaField[MostFields];
    private nint _client;
    private BatchBuilder? _batch;
    private int _next;

    /// <summary>Records that were handed over since <see cref="Address"/>.</summary>
    public int Sent { get; private set; }

    /// <summary>Bytes of key and value of the last record, which was refused or not.</summary>
    public long RecordBytes { get; private set; }

    /// <summary>Says where the records go that follow.</summary>
    public void Address(nint client, nint topic, int partition, int append)
    {
        (_client, Sent) = (client, 0);
        _fields[0] = new RdKafkaField { Type = RdKafkaField.TopicHandle, Pointer = topic };
        _fields[1] = new RdKafkaField { Type = RdKafkaField.PartitionNumber, Number = partition };
        _fields[2] = new RdKafkaField { Type = RdKafkaField.Flags, Number = CopyFlag };
        _fields[3] = new RdKafkaField { Type = RdKafkaField.Opaque, Pointer = append + 1 };
        _fields[4].Type = RdKafkaField.Timestamp;
        _fields[5].Type = RdKafkaField.Key;
        _fields[6].Type = RdKafkaField.Value;
        _fields[7].Type = RdKafkaField.Headers;
    }

    public void Start(BatchBuilder batch)
    {
        _batch = batch;
        _next = BatchHeader.Bytes;
    }

    /// <summary>Hands over what is left of the batch.</summary>
    /// <returns>
    /// Null where all of it was; else why the next record was refused. Where the queue is full, another call goes on.
    /// </returns>
    public RdKafkaError? Send()
    {
        int end = _batch!.Length;
        fixed (byte* bytes = _batch.Buffer)
        fixed (RdKafkaField* fields = _fields)
        {
            while (_next < end)
            {
                int after = Fill(bytes, fields, out nint headers);
                nint error = RdKafka.Produce(_client, fields, headers == 0 ? MostFields - 1u : MostFields);
                if (error != 0)
                {
                    if (headers != 0)
                    {
                        RdKafka.HeadersDestroy(headers);
                    }

                    return RdKafkaError.Take(error);
                }

                _next = after;
                Sent++;
            }
        }

        return null;
    }

    /// <summary>Fills in the next record.</summary>
    /// <returns>Where it ends.</returns>
    private int Fill(byte* bytes, RdKafkaField* fields, out nint headers)
    {
        ref byte origin = ref MemoryMarshal.GetArrayDataReference(_batch!.Buffer);
        int position = _next;
        int length = (int)Varint.Read(ref origin, ref position);
        int end = position + length;
        position++; // Attributes: none are defined.
        // The library takes 0 for "now", which no replay could repeat; one millisecond later is the next best.
        fields[4].Milliseconds = Math.Max(1, _batch.BaseTimestamp + Varint.Read(ref origin, ref position));
        _ = Varint.Read(ref origin, ref position); // Its offset in the batch.
        int keyBytes = (int)Varint.Read(ref origin, ref position);
        Point(ref fields[5], bytes + position, keyBytes);
        position += Math.Max(keyBytes, 0);
        int valueBytes = (int)Varint.Read(ref origin, ref position);
        Point(ref fields[6], bytes + position, valueBytes);
        position += Math.Max(valueBytes, 0);
        headers = bytes[position] == 0 ? 0 : NativeHeaders.Native(bytes + position, bytes + end);
        fields[7].Pointer = headers;
        RecordBytes = (long)Math.Max(keyBytes, 0) + Math.Max(valueBytes, 0);
        return end;
    }

    private static void Point(ref RdKafkaField field, byte* bytes, int length)
    {
        (field.Pointer, field.Bytes) = length < 0 ? (0, 0) : ((nint)bytes, (nuint)length);
    }
}
