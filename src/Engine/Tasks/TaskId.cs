using System.Globalization;

namespace Kappa.Engine;

/// <summary>One partition of one subtopology; written as <c>0_3</c>.</summary>
internal readonly record struct TaskId(int Subtopology, int Partition)
{
    public static TaskId Parse(string text)
    {
        string[] parts = text.Split('_');
        return new TaskId(
            int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Subtopology}_{Partition}");
}
