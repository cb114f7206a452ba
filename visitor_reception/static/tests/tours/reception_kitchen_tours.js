import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// 1-6.1: the kitchen reads for how many to cook; the departments' names are Chinese in every language
tours.add("reception_kitchen_orders", {
    steps: () => [
        {
            content: "today and tomorrow are asked for",
            trigger: ".o_searchview_facet:has(.o_facet_value)",
        },
        {
            content: "a group a day, with its sum",
            trigger: ".o_group_header:has(.o_list_number:contains(5))",
        },
        {
            content: "in it a group a department",
            trigger: ".o_group_header:contains(营销部)",
            run: "click",
        },
        {
            content: "one line a meal",
            trigger: ".o_data_row:contains(一号餐厅) [name=diner_count]:contains(3)",
        },
        {
            content: "nothing is added or opened here",
            trigger: ".o_control_panel:not(:has(.o_list_button_add))",
        },
        {
            content: "the list is printed from here",
            trigger:
                ".o_control_panel button[name=action_print], .o_list_buttons button[name=action_print]",
        },
        {
            content: "neither amount nor purpose",
            trigger: ".o_list_table:not(:has([name=amount_planned])):not(:contains(保密事由))",
        },
    ],
});

tours.add("reception_kitchen_phone", {
    steps: () => [
        {
            content: "a card a meal",
            trigger: ".o_kanban_record:contains(营销部):contains(一号餐厅):contains(3)",
        },
    ],
});
