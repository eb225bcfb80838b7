namespace Kappa.Engine;

/// <summary>One partition of one subtopology; written as <c>0_3</c>.</summary>
internal readonly record struct TaskId(int Subtopology, int Partition)
{
    public override string ToString() => $"{Subtopology}_{Partition}";
}
