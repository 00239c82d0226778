using Despatch.Exercise.Mdt;
using Despatch.V1;

namespace Despatch.Exercise.Tests;

public sealed class MdtOutboxTests
{
    private readonly MdtOutbox _outbox = new();

    [Fact]
    public void Items_up_are_numbered_from_one_whatever_they_are()
    {
        Assert.Equal(1, _outbox.Add(Status("AS101", 2)));
        Assert.Equal(2, _outbox.Add(new MdtUp { Fixes = new MdtFixes() }));
        Assert.Equal(3, _outbox.Add(Status("AS101", 5)));
        Assert.Equal(3, _outbox.Waiting);
    }

    [Fact]
    public void A_new_stream_begins_with_the_hello_and_all_that_is_unacknowledged_in_order()
    {
        foreach (var status in (int[])[2, 5, 6])
        {
            _outbox.Add(Status("AS101", status));
        }

        Assert.True(_outbox.Settle(2));
        Assert.True(_outbox.IsNew(77));
        var opening = _outbox.Opening(["AS101", "AS102"]);

        Assert.Equal(["AS101", "AS102"], opening[0].Hello.Callsigns);
        Assert.Equal(77, opening[0].Hello.AfterNumber);
        Assert.Equal([1, 3], opening.Skip(1).Select(o => o.Status.Number));
        Assert.Equal([2, 6], opening.Skip(1).Select(o => o.Status.Status));
    }

    [Fact]
    public void An_item_is_settled_once()
    {
        var number = _outbox.Add(Status("AS101", 2));

        Assert.True(_outbox.Settle(number));
        Assert.False(_outbox.Settle(number));
        Assert.False(_outbox.Settle(99));
        Assert.Single(_outbox.Opening(["AS101"]));
    }

    [Fact]
    public void What_came_down_before_is_not_new_again_on_the_next_stream()
    {
        Assert.True(_outbox.IsNew(10));
        Assert.True(_outbox.IsNew(12));
        Assert.False(_outbox.IsNew(12));
        Assert.False(_outbox.IsNew(11));
        Assert.True(_outbox.IsNew(13));
        Assert.Equal(13, _outbox.HighestDealt);
    }

    [Fact]
    public void Parts_of_the_first_picture_are_always_new_and_are_not_acknowledged()
    {
        Assert.True(_outbox.IsNew(0));
        Assert.True(_outbox.IsNew(0));
        Assert.Null(_outbox.Acknowledgement());
        Assert.Equal(0, _outbox.Opening(["AS101"])[0].Hello.AfterNumber);
    }

    [Fact]
    public void One_acknowledgement_covers_all_that_came_down_since_the_last()
    {
        _outbox.IsNew(10);
        _outbox.IsNew(12);

        Assert.Equal(12, _outbox.Acknowledgement()?.Acknowledge.Number);
        Assert.Null(_outbox.Acknowledgement());
        _outbox.IsNew(15);
        Assert.Equal(15, _outbox.Acknowledgement()?.Acknowledge.Number);
    }

    [Fact]
    public void A_hello_has_no_number() => Assert.Throws<ArgumentException>(() => _outbox.Add(new MdtUp { Hello = new MdtHello() }));

    private static MdtUp Status(string callsign, int status) => new() { Status = new MdtStatus { Callsign = callsign, Status = status } };
}
