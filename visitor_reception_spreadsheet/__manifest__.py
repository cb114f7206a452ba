{
    "name": "Visitor Reception: Dashboard",
    "summary": "The reception statistics as a dashboard of charts",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Reception",
    "author": "Visitor Reception Team",
    "license": "LGPL-3",
    "depends": ["spreadsheet_dashboard", "visitor_reception"],
    "data": ["data/spreadsheet_dashboard_data.xml"],
    "auto_install": True,
}
