using System.Buffers;

namespace Kappa.Graph;

/// <summary>A byte that says whether there is a result, the step, then the result.</summary>
internal sealed class ForeignAnswerSerde<TResult>(ISerde<TResult> results) : ISerde<ForeignAnswer<TResult>>
{
    public string Name => $"foreign-answer({results.Name})";

    public void Serialize(ForeignAnswer<TResult> value, IBufferWriter<byte> writer)
    {
        Parts.Write(writer, value.HasResult ? (byte)1 : (byte)0);
        Parts.Write(writer, Serdes.Int32, value.Step);
        if (value.HasResult)
        {
            results.Serialize(value.Result!, writer);
        }
    }

    public ForeignAnswer<TResult> Deserialize(ReadOnlySpan<byte> data)
    {
        bool hasResult = Parts.ReadByte(ref data) != 0;
        int step = Parts.Read(ref data, Serdes.Int32);
        return new ForeignAnswer<TResult>(hasResult ? results.Deserialize(data) : default, hasResult, step);
    }
}
