using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace Kappa.Worker;

/// <summary>Reads the instructions of a method, with names in place of numbers.</summary>
internal sealed class Instructions(CodeNames names)
{
    private const int TwoBytes = 0xfe; // Begins the operations of two bytes.

    private static readonly Dictionary<int, OpCode> Operations = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(operation => (int)(ushort)operation.Value);

    public IEnumerable<string> Read(BlobReader code)
    {
        var all = new List<string>();
        while (code.RemainingBytes > 0)
        {
            int number = code.ReadByte();
            number = number == TwoBytes ? (number << 8) | code.ReadByte() : number;
            OpCode operation = Operations[number];
            all.Add($"{operation.Name} {Operand(ref code, operation.OperandType)}");
        }

        return all;
    }

    private string Operand(ref BlobReader code, OperandType type)
    {
        switch (type)
        {
            case OperandType.InlineNone:
                return "";
            case OperandType.InlineString:
                return names.OfText(code.ReadInt32());
            case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType
                or OperandType.InlineSig:
                return names.OfToken(code.ReadInt32());
            case OperandType.InlineI8 or OperandType.InlineR:
                return code.ReadInt64().ToString(CultureInfo.InvariantCulture);
            case OperandType.InlineVar:
                return code.ReadInt16().ToString(CultureInfo.InvariantCulture);
            case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                return code.ReadByte().ToString(CultureInfo.InvariantCulture);
            case OperandType.InlineSwitch:
                int count = code.ReadInt32();
                int[] targets = new int[count];
                for (int i = 0; i < count; i++)
                {
                    targets[i] = code.ReadInt32();
                }

                return string.Join(',', targets);
            default:
                return code.ReadInt32().ToString(CultureInfo.InvariantCulture); // Branches and numbers of four bytes.
        }
    }
}
