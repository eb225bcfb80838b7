namespace KappaApp;

/// <summary>What a customer has ordered so far.</summary>
public sealed record CustomerTotal(long Orders, decimal Amount)
{
    public static CustomerTotal Zero { get; } = new(0, 0);

    public CustomerTotal Add(Order order) => new(Orders + 1, Amount + order.Amount);
}
